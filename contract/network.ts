/** A host that Parley can reach, for the pane Privacy & network. */
export interface ReachableHost {
  readonly host: string
  /** A sentence for the user. */
  readonly when: string
}

/** Every host that Parley reaches by itself. A link opens in another program, after a dialog. */
export const reachableHosts: readonly ReachableHost[] = []

/** A request that a process of Parley wanted to make; the newest are kept while the app runs, in memory only. */
export interface NetworkAttempt {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Without its path, which could hold text. */
  readonly host: string
  readonly outcome: 'refused' | 'made'
}

export const maxNetworkAttempts = 100
