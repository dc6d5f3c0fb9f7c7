import { createContext, type ReactNode, useContext } from 'react'
import { inPlace } from '../../ui/in-place.js'

// A reference stands in the source of Markdown as its number between two private characters, which no rule of Markdown
// takes apart, and is drawn by the component that put it there.

const open = '\u{E000}'
const close = '\u{E001}'
const reference = /\u{E000}(\d{1,6})\u{E001}/u
const references = new RegExp(reference, 'gu')

/** A reference in the source. `index` counts from 0. */
export const referenceMark = (index: number): string => `${open}${index}${close}`

/** For where no link can be, such as code. */
export const withoutReferences = (text: string): string => text.replace(references, '')

/** Draws a reference by its number. */
export const ReferenceContext = createContext<(index: number) => ReactNode>(() => null)

/** A text with its references drawn. */
export const ReferencedText = ({ text }: { readonly text: string }): ReactNode =>
  text.includes(open) ? <References text={text} /> : text

function References({ text }: { readonly text: string }): ReactNode {
  const draw = useContext(ReferenceContext)
  return inPlace(text.split(reference), (part, place) => (place % 2 === 0 ? part : draw(Number(part))))
}
