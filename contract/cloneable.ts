/**
 * `T` as structured cloning carries it between processes: `never` in place of whatever it refuses, such as a function or
 * an object with methods. `T extends Cloneable<T>` holds for a type that crosses unchanged.
 */
export type Cloneable<T> = T extends string | number | boolean | bigint | null | undefined | Uint8Array
  ? T
  : T extends symbol | ((...args: never[]) => unknown)
    ? never
    : { [K in keyof T]: Cloneable<T[K]> }
