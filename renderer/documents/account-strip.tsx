import './account-strip.css'
import { type CSSProperties, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { openPage } from '../stores/view.js'
import { groupName, groupPages, legendOf, type PageGroup, type StripMark, stripName } from './page-groups.js'

interface AccountStripProps {
  readonly documentId: string
  readonly pages: readonly StripMark[]
}

/** In CSS pixels. */
const minMarkWidth = 5

/** One mark per page or group of pages. Pattern and colour show the state. */
export function AccountStrip({ documentId, pages }: AccountStripProps) {
  const strip = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(600)
  const [current, setCurrent] = useState(0)
  const [hovered, setHovered] = useState<number | null>(null)

  useLayoutEffect(() => {
    const element = strip.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const groups = groupPages(pages, Math.min(240, width / minMarkWidth))
  const reachable = Math.min(current, groups.length - 1)
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowRight: reachable + 1, ArrowLeft: reachable - 1, Home: 0, End: groups.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    const index = Math.min(Math.max(next, 0), groups.length - 1)
    setCurrent(index)
    strip.current?.querySelectorAll('button')[index]?.focus()
  }
  const hoveredGroup = hovered === null ? undefined : groups[hovered]
  return (
    <div className="account">
      {/* biome-ignore lint/a11y/useSemanticElements: a row of marks is not a form */}
      <div ref={strip} className="account-strip" role="group" aria-label={stripName(pages)} onKeyDown={onKeyDown}>
        {groups.map((group, index) => (
          <button
            key={group.first}
            type="button"
            className="account-mark"
            data-mark={group.mark}
            style={markStyle(group)}
            tabIndex={index === reachable ? 0 : -1}
            aria-label={groupName(group)}
            onClick={() => openPage({ documentId, page: group.first })}
            onFocus={() => {
              setCurrent(index)
              setHovered(index)
            }}
            onBlur={() => setHovered(null)}
            onPointerEnter={() => setHovered(index)}
            onPointerLeave={() => setHovered(null)}
          />
        ))}
      </div>
      {hoveredGroup && hovered !== null && (
        <div
          className="account-name number"
          aria-hidden="true"
          style={{ insetInlineStart: `${((hovered + 0.5) / groups.length) * 100}%` }}
        >
          {groupName(hoveredGroup)}
        </div>
      )}
      <ul className="account-legend number" aria-label="Legend">
        {legendOf(pages).map(({ mark, words }) => (
          <li key={mark}>
            <i className="account-mark" data-mark={mark} aria-hidden="true" />
            {words}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A mark of several pages is green as far up as the summary rests on them. */
const markStyle = ({ mark, usedShare }: PageGroup): CSSProperties | undefined =>
  usedShare > 0 && (mark === 'noted' || mark === 'read')
    ? ({ '--used': `${Math.round(usedShare * 100)}%` } as CSSProperties)
    : undefined
