declare module 'unbzip2-stream/lib/bzip2.js' {
  /** So many bits, at most 32, most significant first; null goes on to the next whole byte. */
  type Bits = (count: number | null) => number;

  const bzip2: {
    /** Reads a stream's head: blocks of so many hundred thousand bytes. */
    header(bits: Bits): number;
    /** Decodes one block into `put`; gives the stream's checksum so far, null at its end. */
    decompress(
      bits: Bits,
      put: (byte: number) => void,
      work: Int32Array,
      workLength: number,
      checksum: number,
    ): number | null;
  };
  export = bzip2;
}
