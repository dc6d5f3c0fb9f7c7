import { AnnotationType, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** What people write into a document with a reader of PDFs, beside what it says itself. */
const types = new Set<number>([
  AnnotationType.TEXT,
  AnnotationType.FREETEXT,
  AnnotationType.HIGHLIGHT,
  AnnotationType.UNDERLINE,
  AnnotationType.SQUIGGLY,
  AnnotationType.STRIKEOUT,
  AnnotationType.CARET,
])

/** The number of comments with words. */
export async function countComments(pdf: PDFDocumentProxy): Promise<number> {
  const annotations: readonly unknown[] = (await pdf.getAnnotationsByType(types, new Set())) ?? []
  return annotations.filter(hasWords).length
}

function hasWords(annotation: unknown): boolean {
  if (typeof annotation !== 'object' || annotation === null || !('contentsObj' in annotation)) return false
  const contents: unknown = annotation.contentsObj
  if (typeof contents !== 'object' || contents === null || !('str' in contents)) return false
  return typeof contents.str === 'string' && contents.str.trim() !== ''
}
