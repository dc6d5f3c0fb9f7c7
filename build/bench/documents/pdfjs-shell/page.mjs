const pdfjs = '../../../../node_modules/pdfjs-dist'
const assets = (folder) => new URL(`${pdfjs}/${folder}/`, import.meta.url).href

/** Takes the text of every page, and does nothing with it. On the page's own thread, and loaded anew, as in the app's reader. */
window.readText = async (data) => {
  const startedAt = performance.now()
  const { getDocument } = await import(`${pdfjs}/legacy/build/pdf.mjs`)
  await import(`${pdfjs}/legacy/build/pdf.worker.mjs`)
  const task = getDocument({
    data,
    cMapUrl: assets('cmaps'),
    standardFontDataUrl: assets('standard_fonts'),
    wasmUrl: assets('wasm'),
    useSystemFonts: false,
    verbosity: 0,
  })
  const pdf = await task.promise
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    await page.getTextContent()
    page.cleanup()
  }
  const result = { pages: pdf.numPages, seconds: (performance.now() - startedAt) / 1_000 }
  await task.destroy()
  return result
}
