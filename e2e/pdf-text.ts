/** The text of each page of a PDF, as pdf.js reads it, with one space between pieces. */
export async function pagesOf(data: Uint8Array): Promise<readonly string[]> {
  // Node 22 has it; pdf.js asks for it when it is loaded.
  const made = Promise as unknown as { withResolvers?: () => object }
  made.withResolvers ??= () => {
    const parts: { resolve?: unknown; reject?: unknown } = {}
    const promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }))
    return { promise, ...parts }
  }
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const pdf = await getDocument({ data, useSystemFonts: false }).promise
  return Promise.all(
    Array.from({ length: pdf.numPages }, async (_, index) => {
      const { items } = await (await pdf.getPage(index + 1)).getTextContent()
      return items
        .map((item) => ('str' in item ? item.str : ''))
        .join(' ')
        .replace(/\s+/g, ' ')
    }),
  )
}
