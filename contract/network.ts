/** A host that Parley can reach, for the pane Privacy & network. */
export interface ReachableHost {
  readonly host: string
  /** A sentence for the user. */
  readonly when: string
}

/**
 * Every host that Parley reaches by itself, each with its subdomains. A link opens in another program, after a dialog.
 * Hugging Face changes the names of the hosts that deliver files and advises these suffixes
 * (huggingface.co/docs/hub/models-downloading).
 */
export const reachableHosts: readonly ReachableHost[] = [
  { host: 'huggingface.co', when: 'lists and delivers a model that you download or look up.' },
  { host: 'hf.co', when: 'delivers the large files of a model that you download.' },
]

/** A request that a process of Parley wanted to make; the newest are kept while the app runs, in memory only. */
export interface NetworkAttempt {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Without its path, which could hold text. */
  readonly host: string
  readonly outcome: 'refused' | 'made'
}

export const maxNetworkAttempts = 100
