/**
 * pdf.js gives the text of a page without saying how it is painted, and the list of all drawing operators, which says it,
 * takes longer than the text. This adds `paint` to each item of text while pdf.js is bundled: `none` for text that paints
 * nothing (rendering mode 3 and 7, which text over a scan has), `white`, else undefined. See electron/reader/pdf/visible-text.ts.
 */

/** Each place stands once in `getTextContent` of pdf.worker.mjs, or twice in the whole file, of which the second is meant. */
const changes = [
  {
    place: `        currentTextState ||= textState.clone();
        const fn = operation.fn;
        args = operation.args;
        switch (fn | 0) {`,
    change: (text) =>
      text.replace('switch (fn | 0) {', 'parleyTrackPaint(textState, fn, args);\n        switch (fn | 0) {'),
  },
  {
    place: `      const font = textState.font;
      const baseCharSpacing = font.vertical ? -textState.charSpacing : textState.charSpacing;`,
    change: (text) =>
      `      if (textContentItem.initialized && textContentItem.paint !== parleyPaintOf(textState)) flushTextContentItem();\n${text}`,
  },
  {
    place: `      textContentItem.hasEOL = false;
      textContentItem.initialized = true;`,
    change: (text) => `${text}\n      textContentItem.paint = parleyPaintOf(textState);`,
  },
  {
    place: `        hasEOL: textChunk.hasEOL
      };`,
    change: (text) =>
      text.replace('hasEOL: textChunk.hasEOL', 'hasEOL: textChunk.hasEOL,\n        paint: textChunk.paint'),
  },
]

/** The state of a text is saved and restored by inheritance, so what stands on it is too. */
const helpers = `
function parleyTrackPaint(state, fn, args) {
  switch (fn) {
    case OPS.setTextRenderingMode:
      state.parleyMode = args[0];
      break;
    case OPS.setFillColorSpace:
      state.parleySpace = args[0] instanceof Name ? args[0].name : "";
      state.parleyIsWhite = false;
      break;
    case OPS.setFillGray:
      state.parleyIsWhite = args[0] > 0.97;
      break;
    case OPS.setFillRGBColor:
      state.parleyIsWhite = args[0] > 0.97 && args[1] > 0.97 && args[2] > 0.97;
      break;
    case OPS.setFillCMYKColor:
      state.parleyIsWhite = args.every((ink) => ink < 0.03);
      break;
    case OPS.setFillColor:
    case OPS.setFillColorN:
      state.parleyIsWhite =
        (args.length === 3 && args.every((light) => light > 0.97)) ||
        (args.length === 4 && args.every((ink) => ink < 0.03)) ||
        (args.length === 1 && state.parleySpace === "DeviceGray" && args[0] > 0.97);
      break;
  }
}
function parleyPaintOf(state) {
  const mode = state.parleyMode ?? 0;
  if (mode === 3 || mode === 7) return "none";
  return state.parleyIsWhite && (mode === 0 || mode === 4) ? "white" : undefined;
}
`

/**
 * @param {string} source pdf.worker.mjs
 * @returns {string} Throws when a place is not there, after an update of pdf.js.
 */
export function addPaint(source) {
  const start = source.indexOf('  async getTextContent({')
  if (start < 0) throw new Error('pdf.js has no getTextContent.')
  const end = source.indexOf('\n  }\n', source.indexOf('return new Promise(function promiseBody', start))
  let text = source.slice(start, end)
  for (const { place, change } of changes) {
    if (text.split(place).length !== 2) throw new Error(`getTextContent of pdf.js has changed near:\n${place}`)
    text = text.replace(place, () => change(place))
  }
  return source.slice(0, start) + text + source.slice(end) + helpers
}

/** Vite's plugin. */
export const pdfjsTextPaint = {
  name: 'pdfjs-text-paint',
  transform(code, id) {
    return id.endsWith('legacy/build/pdf.worker.mjs') ? { code: addPaint(code), map: null } : undefined
  },
}
