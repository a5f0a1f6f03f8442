export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds}초`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes}분`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours}시간` : `${Math.round(hours / 24)}일`;
}
