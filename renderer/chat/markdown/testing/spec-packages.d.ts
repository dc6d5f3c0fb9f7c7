declare module 'commonmark-spec' {
  /** The specification itself: Markdown. */
  export const text: string
  export const tests: readonly {
    readonly markdown: string
    readonly html: string
    readonly section: string
    readonly number: number
  }[]
}

/** The parts of commonmark.js, the reference implementation, that the tests use. */
declare module 'commonmark' {
  export interface Node {
    readonly type: string
    readonly firstChild: Node | null
    readonly next: Node | null
    readonly literal: string | null
    readonly destination: string | null
    readonly info: string | null
    readonly level: number
    readonly listType: 'bullet' | 'ordered'
    readonly listStart: number
    readonly listTight: boolean
  }
  export class Parser {
    parse(source: string): Node
  }
  export class HtmlRenderer {
    render(node: Node): string
  }
}
