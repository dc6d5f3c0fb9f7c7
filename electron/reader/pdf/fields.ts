import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** What is filled in on the page's form, as a list in Markdown: "- Name: Ada". */
export async function readFields(page: PDFPageProxy): Promise<string[]> {
  const annotations: readonly unknown[] = await page.getAnnotations()
  return annotations.flatMap((annotation) => {
    const { subtype, hidden, fieldName, alternativeText, fieldValue, exportValue, buttonValue, pushButton } =
      annotation as Readonly<Record<string, unknown>>
    if (subtype !== 'Widget' || hidden === true || pushButton === true) return []
    const name = textOf(alternativeText) || textOf(fieldName)
    const choice = textOf(exportValue) || textOf(buttonValue)
    const value = textOf(fieldValue)
    // Each button of a group is an annotation of its own; only the one that is on has the group's value.
    if (!value || value === 'Off' || (choice && choice !== value)) return []
    return [`- ${name ? `${name}: ` : ''}${value}`]
  })
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(', ')
  return typeof value === 'string' ? value.trim() : ''
}
