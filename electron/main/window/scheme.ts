import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { protocol, type Session } from 'electron'
import { bundlePath } from '../paths.js'

/** The app's own scheme, from which every window loads its page. */
export const scheme = 'parley'
export const appOrigin = `${scheme}://app/`

const folders: Readonly<Record<string, string>> = { app: 'renderer', reader: 'reader' }

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** A reader also fetches what its libraries need, from its own files, and compiles the WebAssembly among it. */
const ownRules: Readonly<Record<string, readonly string[]>> = { reader: ["connect-src 'self'"] }
const scripts: Readonly<Record<string, string>> = { reader: "script-src 'self' 'wasm-unsafe-eval'" }

/** A reader parses HTML into documents that are never shown: electron/reader/formats/html/parse-html.ts. */
const trustedTypes: Readonly<Record<string, string>> = { reader: 'trusted-types inert-html' }

const securityHeaders = (host: string) => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    scripts[host] ?? "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    trustedTypes[host] ?? "trusted-types 'none'",
    // Gives each document an origin that it shares with no other, so that no script reaches into a frame, and takes from it
    // storage, forms, pop-ups and dialogs.
    'sandbox allow-scripts',
    ...(ownRules[host] ?? []),
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  // The origin of a sandboxed page has no name: its modules, fonts and fetches are requests of another origin, "null".
  'Access-Control-Allow-Origin': 'null',
})

/** Gives the scheme an origin. Call before `app` is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, corsEnabled: true, codeCache: true, supportFetchAPI: true } },
  ])
}

/** Serves `parley://app/` and `parley://reader/` from the bundles to the windows of `session`. */
export function registerScheme(session: Session): void {
  session.protocol.handle(scheme, async (request) => {
    const file = fileOf(request.url)
    if (!file || request.method !== 'GET') return new Response(null, { status: 404 })
    try {
      const type = contentTypes[extname(file)] ?? 'application/octet-stream'
      const headers = { ...securityHeaders(new URL(request.url).hostname), 'Content-Type': type }
      return new Response(await readFile(file), { headers })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}

function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname)
    return true
  } catch {
    return false
  }
}

function fileOf(url: string): string | undefined {
  const { hostname, pathname } = new URL(url)
  const folder = Object.hasOwn(folders, hostname) ? folders[hostname] : undefined
  if (!folder || !isDecodable(pathname)) return undefined
  const root = bundlePath(folder)
  const file = join(root, decodeURIComponent(pathname === '/' ? '/index.html' : pathname))
  return file.startsWith(root + sep) ? file : undefined
}
