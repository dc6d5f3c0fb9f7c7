/** The build of Tesseract 5 for WebAssembly with SIMD that has only the newer kind of recognition (LSTM). */
declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
  interface TessBaseAPI {
    /** Returns -1 when the data of a language are missing or damaged. `languages` are joined by "+"; mode 1 is LSTM. */
    Init(folder: null, languages: string, mode: 1): number
    SetVariable(name: string, value: string): boolean
    /** Reads the file "/input"; `exif` is an orientation of EXIF, and the angle is in radians. Returns 1 when it fails. */
    SetImageFile(exif: number, angle: number): number
    /** Finds the lines, after which `GetGradient` has the page's slope in radians. */
    FindLines(): number
    GetGradient(): number
    Recognize(monitor: null): number
    GetJSONText(page: number): string
    Clear(): void
  }

  interface TesseractModule {
    readonly FS: { writeFile(path: string, bytes: Uint8Array): void }
    readonly TessBaseAPI: new () => TessBaseAPI
  }

  const createModule: (options: {
    readonly wasmBinary: Uint8Array
    readonly print: () => void
    readonly printErr: () => void
  }) => Promise<TesseractModule>
  export default createModule
}
