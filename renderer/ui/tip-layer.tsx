import './tip-layer.css'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'

interface Tip {
  readonly label: string
  readonly shortcut: string | undefined
  readonly anchor: DOMRect
  /** The tooltip must not cover what is above the element, because the user is writing or reading there. */
  readonly staysBelow: boolean
}

const delayMs = 600
/** Within this time after a tooltip the next one opens at once. */
const warmMs = 400
const gapPixels = 6

/**
 * Shows the tooltip of any element that has `data-tip`, and its `data-shortcut`. One layer for the whole window, so that a
 * thousand buttons cost nothing. Hidden from VoiceOver, which reads the accessible name. Inside `data-tips="below"` a
 * tooltip never opens above its element.
 */
export function TipLayer() {
  const tip = useTip()
  const popup = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = popup.current
    if (!element || !tip) return
    const { width, height } = element.getBoundingClientRect()
    const { left, right, top, bottom } = tip.anchor
    const x = Math.min(Math.max((left + right - width) / 2, gapPixels), window.innerWidth - width - gapPixels)
    const lowest = window.innerHeight - gapPixels - height
    const below = bottom + gapPixels
    const y = below <= lowest ? below : tip.staysBelow ? lowest : top - gapPixels - height
    element.style.translate = `${Math.round(x)}px ${Math.round(y)}px`
  }, [tip])
  if (!tip) return null
  return (
    <div ref={popup} className="tip" aria-hidden="true">
      {tip.label}
      {tip.shortcut && <kbd className="tip-shortcut">{tip.shortcut}</kbd>}
    </div>
  )
}

const tipOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null

function useTip(): Tip | null {
  const [tip, setTip] = useState<Tip | null>(null)
  useEffect(() => {
    let current: HTMLElement | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let hiddenAtMs = Number.NEGATIVE_INFINITY
    // Only a focus that the user moves shows a tooltip, not one that code moves.
    let isUserMovingFocus = false
    let pointer = { x: Number.NaN, y: Number.NaN }

    const hide = () => {
      clearTimeout(timer)
      if (current) hiddenAtMs = performance.now()
      current = null
      setTip(null)
    }
    const show = (element: HTMLElement) => {
      const { tip: label = '', shortcut } = element.dataset
      const staysBelow = element.closest('[data-tips=below]') !== null
      // No tooltip over the open menu of the element.
      if (element.isConnected && !element.matches('[data-popup-open]'))
        setTip({ label, shortcut, anchor: element.getBoundingClientRect(), staysBelow })
    }
    const enter = (element: HTMLElement | null) => {
      if (element === current) return
      const isWarm = tipShown() || performance.now() - hiddenAtMs < warmMs
      hide()
      current = element
      if (element) timer = setTimeout(() => show(element), isWarm ? 0 : delayMs)
      else hiddenAtMs = isWarm ? hiddenAtMs : Number.NEGATIVE_INFINITY
    }
    const tipShown = () => document.querySelector('.tip') !== null
    const onOver = (event: PointerEvent) => {
      const isResting = event.screenX === pointer.x && event.screenY === pointer.y
      pointer = { x: event.screenX, y: event.screenY }
      // The focus may scroll something else under a pointer that rests. It comes a frame after the focus.
      if (isResting && current !== null && current === document.activeElement) return
      enter(event.pointerType === 'touch' ? null : tipOf(event.target))
    }
    // A tooltip that is not shown yet is placed when it is.
    const onScroll = () => {
      if (tipShown()) hide()
    }
    const onFocus = (event: FocusEvent) => {
      const element = tipOf(event.target)
      if (isUserMovingFocus && element?.matches(':focus-visible')) enter(element)
    }
    const onKeyDown = ({ key }: KeyboardEvent) => {
      isUserMovingFocus = key === 'Tab' || key.startsWith('Arrow')
      if (key !== 'Tab') hide()
    }
    const onKeyUp = () => {
      isUserMovingFocus = false
    }

    const options = { capture: true, passive: true } as const
    document.addEventListener('pointerover', onOver, options)
    document.addEventListener('pointerdown', hide, options)
    document.addEventListener('focusin', onFocus, options)
    document.addEventListener('focusout', hide, options)
    document.addEventListener('keydown', onKeyDown, options)
    document.addEventListener('keyup', onKeyUp, options)
    document.addEventListener('scroll', onScroll, options)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerover', onOver, options)
      document.removeEventListener('pointerdown', hide, options)
      document.removeEventListener('focusin', onFocus, options)
      document.removeEventListener('focusout', hide, options)
      document.removeEventListener('keydown', onKeyDown, options)
      document.removeEventListener('keyup', onKeyUp, options)
      document.removeEventListener('scroll', onScroll, options)
    }
  }, [])
  return tip
}
