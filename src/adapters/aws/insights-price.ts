const gigabyte = 1_000_000_000;
/** Of Logs Insights, in most regions; 5 GB a month are free. https://aws.amazon.com/cloudwatch/pricing/ */
export const dollarsPerGigabyteScanned = 0.005;

/** "2.50 GB, about $0.013". */
export function priceOf(bytes: number, bound = ''): string {
  const size = bytes / gigabyte;
  return `${size.toFixed(2)} GB${bound}, about $${(size * dollarsPerGigabyteScanned).toFixed(3)}`;
}
