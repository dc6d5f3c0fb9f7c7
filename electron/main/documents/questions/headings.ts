const headingLine = /^(#{1,6})\s+(.*)$/

/** Follows the headings of a document, from passage to passage in order. */
export class HeadingPath {
  #path: { readonly level: number; readonly text: string }[] = []

  /** The headings that stand above `passage`, outermost first, one per line. Its own are above the next ones. */
  above(passage: string): string {
    const above = this.#path.map(({ text }) => text).join('\n')
    for (const line of passage.split('\n')) {
      const [, marks, text] = headingLine.exec(line) ?? []
      if (marks === undefined || text === undefined) continue
      this.#path = [...this.#path.filter(({ level }) => level < marks.length), { level: marks.length, text }]
    }
    return above
  }

  /** The next passage is of another document. */
  clear(): void {
    this.#path = []
  }
}
