/**
 * The chance of at least `hits` of `tries` when each hits with chance `each`. By logarithms, so that
 * thousands of tries work; exact for the small numbers that matter.
 */
export function chanceOfAtLeast(hits: number, tries: number, each: number): number {
  if (hits <= 0) return 1;
  if (hits > tries || each <= 0) return 0;
  if (each >= 1) return 1;
  let sum = 0;
  for (let k = hits; k <= tries; k++) {
    const term = Math.exp(
      logChoose(tries, k) + k * Math.log(each) + (tries - k) * Math.log1p(-each),
    );
    sum += term;
    if (term < sum * 1e-12 && k > tries * each) break;
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** Stirling's series past the small ones, where it is exact to more digits than a number has use for. */
function logFactorial(n: number): number {
  if (n < 2) return 0;
  if (n < 30) {
    let product = 1;
    for (let i = 2; i <= n; i++) product *= i;
    return Math.log(product);
  }
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3);
}
