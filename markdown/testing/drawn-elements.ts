/** All elements that a text may become, without those of KaTeX. */
export const drawnElements: readonly string[] = [
  ...['a', 'blockquote', 'br', 'button', 'code', 'del', 'div', 'em', 'h3', 'h4', 'hr', 'input', 'kbd', 'li', 'ol', 'p'],
  ...['pre', 'span', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'],
  ...['svg', 'path', 'rect', 'circle', 'line'], // icons
]

/** All attributes of them. None loads anything, and `href` only where main would open it. */
export const drawnAttributes: readonly string[] = [
  ...['class', 'dir', 'title', 'href', 'draggable', 'role', 'tabindex', 'type', 'start', 'value', 'align', 'colspan'],
  ...['scope', 'checked', 'disabled', 'style', 'aria-label', 'aria-pressed', 'aria-hidden'],
  ...['data-display', 'data-label', 'data-named', 'data-note', 'data-size', 'data-tip', 'data-wrapped', 'data-source'],
  ...['xmlns', 'width', 'height', 'viewbox', 'viewBox', 'fill', 'stroke', 'stroke-width', 'stroke-linecap'],
  ...['stroke-linejoin', 'd', 'x', 'y', 'rx', 'ry', 'cx', 'cy', 'r', 'x1', 'x2', 'y1', 'y2'],
]
