/** How the app stands to its newest version. */
export type UpdateState =
  /** This build looks for none: it runs from a checkout, or nobody has signed it. */
  | { readonly state: 'unavailable' }
  /** A setting turned it off, or the network. */
  | { readonly state: 'off' }
  /** `checkedAt` in milliseconds since 1970; null before the first look. */
  | { readonly state: 'current'; readonly checkedAt: number | null }
  | { readonly state: 'checking' }
  /** `progress` from 0 to 1. */
  | { readonly state: 'downloading'; readonly version: string; readonly progress: number }
  /** Installed when the app quits. `notes` is plain text, empty where there is none. */
  | { readonly state: 'ready'; readonly version: string; readonly notes: string }
  | { readonly state: 'failed'; readonly message: string }
