import './conversation-list.css'
import {
  type CSSProperties,
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import { useView } from '../stores/view.js'
import { type PlacedSection, placeSections, type RowSizes, rowsInSight, type Section } from './list-layout.js'

/** Where a row stands: spread these on its `li`. */
export interface RowPlace {
  readonly style: CSSProperties
  readonly 'aria-posinset': number
  readonly 'aria-setsize': number
}

/** What a list offers to the component that draws it. */
export interface SectionedListHandle {
  /** Draws the row with this key, moves the focus to it and scrolls there. Returns its element. */
  focusRow(key: string): HTMLElement | undefined
}

interface SectionedListProps<Row> {
  readonly handle?: RefObject<SectionedListHandle | null>
  readonly sections: readonly Section<Row>[]
  readonly keyOf: (row: Row) => string
  readonly drawRow: (row: Row, place: RowPlace) => ReactNode
  /** The accessible name of a list that has no headings. */
  readonly label?: string
  /** Rows that are drawn also out of sight: Tab and commands reach them. */
  readonly keptKeys: readonly (string | undefined)[]
  readonly onKeyDown?: (event: KeyboardEvent<HTMLDivElement>, key: string) => void
  readonly onDragOver?: (event: DragEvent<HTMLDivElement>) => void
  readonly onDrop?: (event: DragEvent<HTMLDivElement>) => void
}

/** Rows above and below what is in sight, so that quick scrolling shows no gaps. */
const spareRows = 12

/** A list of rows under headings that draws only what is in sight. Its rows are buttons with their key in `data-row`. */
export function SectionedList<Row>(props: SectionedListProps<Row>) {
  const { handle, sections, keyOf, drawRow, label, keptKeys, onKeyDown, onDragOver, onDrop } = props
  const scroller = useRef<HTMLDivElement>(null)
  const sizes = useRowSizes()
  const placed = useMemo(() => placeSections(sections, sizes), [sections, sizes])
  const indexOf = useMemo(() => {
    const keys = sections.flatMap((section) => section.rows.map(keyOf))
    return new Map(keys.map((key, index) => [key, index]))
  }, [sections, keyOf])
  const [focusedKey, setFocusedKey] = useState<string>()
  const { top, height, onScroll } = useSight(scroller, placed, sizes, indexOf, keyOf)
  const kept = [...keptKeys, focusedKey].flatMap((key) => (key === undefined ? [] : (indexOf.get(key) ?? [])))
  const spare = spareRows * sizes.row

  const focusRow = (key: string) => {
    flushSync(() => setFocusedKey(key))
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`) ?? undefined
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
    return row
  }
  useImperativeHandle(handle, () => ({ focusRow }))

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows in it are buttons; this handles their keys
    <div
      ref={scroller}
      className="list"
      style={
        { '--row': `${sizes.row}px`, '--heading': `${sizes.heading}px`, '--gap': `${sizes.gap}px` } as CSSProperties
      }
      onScroll={onScroll}
      onFocus={({ target }) => setFocusedKey(target.dataset.row)}
      // Otherwise the right click would put the focus on the row that it points at.
      onMouseDown={(event) => event.button === 2 && event.preventDefault()}
      onDragOver={onDragOver}
      onDrop={onDrop}
      onKeyDown={(event) => {
        const { row } = (event.target as HTMLElement).dataset
        if (row !== undefined) onKeyDown?.(event, row)
      }}
    >
      {placed.map((section) => (
        <section key={section.label} aria-label={section.label || undefined}>
          {section.label !== '' && <h2 className="list-label">{section.label}</h2>}
          <ul
            className="list-rows"
            aria-label={section.label === '' ? label : undefined}
            style={{ blockSize: section.rows.length * sizes.row }}
          >
            {rowsInSight(section, sizes, top - spare, top + height + spare, kept).map((index) => {
              const row = section.rows[index]
              return row && drawRow(row, placeOf(section, index, sizes))
            })}
          </ul>
        </section>
      ))}
    </div>
  )
}

const placeOf = <Row,>({ rows }: PlacedSection<Row>, index: number, { row }: RowSizes): RowPlace => ({
  style: { insetBlockStart: index * row },
  'aria-posinset': index + 1,
  'aria-setsize': rows.length,
})

/** The heights of this text size (`ui/tokens.css`: text in the sidebar never becomes smaller). */
function useRowSizes(): RowSizes {
  const scale = useView(({ view }) => Math.max(1, view.textScale / 100))
  return useMemo(() => ({ row: 14 + 18 * scale, heading: 10 + 16 * scale, gap: 12 }), [scale])
}

/**
 * What is in sight. When rows are added or removed above, the list scrolls along, so that nothing moves under the eyes of
 * the reader.
 */
function useSight<Row>(
  scroller: RefObject<HTMLDivElement | null>,
  placed: readonly PlacedSection<Row>[],
  { row }: RowSizes,
  indexOf: ReadonlyMap<string, number>,
  keyOf: (row: Row) => string,
) {
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(window.innerHeight)
  const anchor = useRef<{ readonly key: string; readonly below: number }>(undefined)

  const remember = (scrollTop: number) => {
    const section = placed.find(({ rows, rowsTop }) => rowsTop + rows.length * row > scrollTop)
    const index = section ? Math.max(0, Math.floor((scrollTop - section.rowsTop) / row)) : 0
    const first = section?.rows[index]
    anchor.current =
      scrollTop > 0 && section && first !== undefined
        ? { key: keyOf(first), below: section.rowsTop + index * row - scrollTop }
        : undefined
  }
  useLayoutEffect(() => {
    const { current: element } = scroller
    const index = anchor.current && indexOf.get(anchor.current.key)
    if (!element || !anchor.current || index === undefined) return
    const section = placed.findLast(({ rowsBefore }) => rowsBefore <= index)
    if (section) element.scrollTop = section.rowsTop + (index - section.rowsBefore) * row - anchor.current.below
  }, [scroller, placed, indexOf, row])
  useLayoutEffect(() => {
    const { current: element } = scroller
    if (!element) return
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])

  const onScroll = () => {
    const { current: element } = scroller
    if (!element) return
    remember(element.scrollTop)
    // Not on every pixel: the spare rows last for longer.
    const step = (spareRows / 2) * row
    setTop(Math.floor(element.scrollTop / step) * step)
  }
  return { top, height, onScroll }
}
