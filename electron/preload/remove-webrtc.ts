import { webFrame } from 'electron'

/**
 * Removes WebRTC from the page before the page's first script. WebRTC binds and connects sockets without a request that
 * main could cancel, and Chromium has no setting for it. A frame would have it again, but the page can't reach into frames:
 * its policy gives each document an origin of its own (`securityHeaders` in `electron/main/window/scheme.ts`).
 */
export function removeWebRtc(): void {
  void webFrame.executeJavaScript(
    'for (const name of Object.getOwnPropertyNames(globalThis)) if (/^(webkit)?RTC/.test(name)) delete globalThis[name]',
  )
}
