export type Packing = 'gzip' | 'bzip2' | 'xz' | 'zstd';

/** A packed file that cannot be read to its end. What came before was read. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';
  readonly packing: Packing;
  /** It stops before its end; otherwise what is there is wrong. */
  readonly isCut: boolean;

  constructor(packing: Packing, isCut: boolean, cause?: unknown) {
    super(`${packing}: ${isCut ? 'ends too early' : 'damaged'}`, { cause });
    this.packing = packing;
    this.isCut = isCut;
  }
}
