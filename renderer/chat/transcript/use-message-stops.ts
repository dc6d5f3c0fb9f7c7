import { type RefObject, useEffect } from 'react'

/** While a reply is written, its controls are looked through no more often than this. */
const pauseMs = 150

const controls = 'a[href], button:not(:disabled), [tabindex="0"], [data-stop]'
/** They scroll with the keyboard, and stay stops of their own where they have something to scroll. */
const scrolling = 'pre, .md-table'

/**
 * Makes each message one stop of Tab, with the arrow keys between what it has, so that Tab does not take a stop for each
 * button of each message. The stop of a message is what had the focus last. A message that is being edited is a form.
 */
export function useMessageStops(content: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = content.current
    if (!element) return
    const changed = new Set<Element>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const setChanged = () => {
      for (const message of changed) setStop(message, stopOf(message))
      timer = changed.size > 0 ? setTimeout(setChanged, pauseMs) : undefined
      changed.clear()
    }
    const note = (message: Element | null | undefined) => message && changed.add(message)
    const observer = new MutationObserver((mutations) => {
      for (const { target, addedNodes } of mutations) {
        note((target instanceof Element ? target : target.parentElement)?.closest('.message'))
        for (const node of addedNodes) if (node instanceof Element && node.matches('.message')) note(node)
      }
      // At once, because the next key may be Tab.
      if (timer === undefined) setChanged()
    })
    observer.observe(element, { childList: true, subtree: true })
    for (const message of element.querySelectorAll('.message')) note(message)
    setChanged()
    const onFocusIn = ({ target }: FocusEvent) => {
      const message = target instanceof Element ? target.closest('.message') : null
      if (message && target instanceof HTMLElement && target.matches('[data-stop]')) setStop(message, target)
    }
    element.addEventListener('focusin', onFocusIn)
    element.addEventListener('keydown', onKeyDown)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
      element.removeEventListener('focusin', onFocusIn)
      element.removeEventListener('keydown', onKeyDown)
    }
  }, [content])
}

const controlsOf = (message: Element) =>
  [...message.querySelectorAll<HTMLElement>(controls)].filter((control) => !control.closest('[hidden]'))

/** What has the focus, which may have come before the message was looked through, else what had it last. */
function stopOf(message: Element): Element | null {
  const { activeElement } = document
  return message.contains(activeElement) ? activeElement : message.querySelector('[data-stop="here"]')
}

function setStop(message: Element, wanted: Element | null): void {
  const isForm = message.querySelector('textarea') !== null
  const all = controlsOf(message)
  const others = all.filter((control) => !control.matches(scrolling))
  const stop = wanted !== null && others.includes(wanted as HTMLElement) ? wanted : others[0]
  for (const control of all) {
    const isScrolling = control.matches(scrolling) && control.scrollWidth > control.clientWidth
    control.dataset.stop = control === stop ? 'here' : 'inside'
    control.tabIndex = isForm || isScrolling || control === stop ? 0 : -1
  }
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }

function onKeyDown(event: KeyboardEvent): void {
  const { target, key } = event
  const message = target instanceof Element ? target.closest('.message') : null
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return
  if (!message || !(target instanceof HTMLElement) || !target.matches(`[data-stop]:not(${scrolling})`)) return
  const inside = controlsOf(message).filter((control) => !control.matches(scrolling) && control.checkVisibility())
  const at = inside.indexOf(target)
  const step = steps[key]
  const next =
    step !== undefined ? inside[at + step] : key === 'Home' ? inside[0] : key === 'End' ? inside.at(-1) : undefined
  if (!next) return
  event.preventDefault()
  next.focus()
}
