/** One request. A transport follows no redirect: who may be asked, and with what, is decided above it. */
export interface HttpRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Of this request alone. Ends it at any time, also while the body is read. */
  readonly signal: AbortSignal
}

export interface HttpResponse {
  readonly status: number
  /** @param name in lower case */
  header(name: string): string | undefined
  /** Throws when the connection ends before the body does. */
  readonly body: AsyncIterable<Uint8Array>
  /** Ends the request. A response whose body is not read to its end needs it. */
  cancel(): void
}

/** Throws when there is no connection, or when the signal aborts. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>
