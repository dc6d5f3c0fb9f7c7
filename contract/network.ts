/** A host that Parley can reach, for the pane Privacy & network. */
export interface ReachableHost {
  readonly host: string
  readonly reason: 'models' | 'updates'
  /** Completes a sentence for the user that begins with the host. */
  readonly when: string
}

/**
 * Every host that Parley reaches by itself, each with its subdomains. A link opens in another program, after a dialog.
 * Hugging Face changes the names of the hosts that deliver files and advises these suffixes
 * (huggingface.co/docs/hub/models-downloading).
 */
export const reachableHosts: readonly ReachableHost[] = [
  { host: 'huggingface.co', reason: 'models', when: 'lists and delivers a model that you download or look up.' },
  { host: 'hf.co', reason: 'models', when: 'delivers the large files of a model that you download.' },
  { host: 'github.com', reason: 'updates', when: 'says whether there is a new version of Parley.' },
  { host: 'githubusercontent.com', reason: 'updates', when: 'delivers a new version of Parley.' },
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
