/** The direction of a block: that of its first words that are not code, or `undefined` if it has none. */
export type Direction = 'ltr' | 'rtl' | undefined

export type InlineNode =
  | { readonly type: 'text' | 'code'; readonly text: string }
  | { readonly type: 'break' }
  | { readonly type: InlineElement; readonly children: readonly InlineNode[] }
  | { readonly type: 'link'; readonly href: string; readonly children: readonly InlineNode[] }
  | { readonly type: 'image'; readonly href: string; readonly text: string }
  | { readonly type: 'note-reference'; readonly label: string }
  | { readonly type: 'formula'; readonly formula: FormulaSource }

/** TeX, and the text that it was read from. */
export interface FormulaSource {
  readonly tex: string
  readonly source: string
  readonly isDisplay: boolean
}

export const inlineTags = ['sub', 'sup', 'kbd'] as const
export type InlineElement = 'em' | 'strong' | 'del' | (typeof inlineTags)[number]

/** The inline content of a block. The same object for the same source, so that what did not change is not drawn again. */
export interface Content {
  readonly nodes: readonly InlineNode[]
  readonly dir: Direction
}

export type BlockNode =
  | { readonly type: 'paragraph'; readonly content: Content; readonly isTight: boolean }
  | { readonly type: 'heading'; readonly level: number; readonly content: Content }
  | { readonly type: 'code'; readonly text: string; readonly language: string }
  | { readonly type: 'quote'; readonly children: readonly BlockNode[]; readonly dir: Direction }
  | ListNode
  | TableNode
  | { readonly type: 'note'; readonly label: string; readonly children: readonly BlockNode[]; readonly dir: Direction }
  | { readonly type: 'rule' }
  | { readonly type: 'formula'; readonly formula: FormulaSource }
  /** Text that is shown as it was written: HTML, or what took too long to parse. */
  | { readonly type: 'plain'; readonly text: string; readonly isHtml: boolean }

export interface ListNode {
  readonly type: 'list'
  readonly isOrdered: boolean
  readonly items: readonly ListItemNode[]
  readonly dir: Direction
}

export interface ListItemNode {
  /** The number of an item of an ordered list. */
  readonly number: number | undefined
  /** The number is not one more than that of the item before. */
  readonly isNumbered: boolean
  /** Whether the task is done, or `undefined` if the item is no task. */
  readonly isDone: boolean | undefined
  readonly children: readonly BlockNode[]
}

export type Align = 'left' | 'center' | 'right' | undefined

export interface TableNode {
  readonly type: 'table'
  readonly aligns: readonly Align[]
  readonly head: readonly Content[]
  readonly rows: readonly (readonly Content[])[]
  readonly dir: Direction
}
