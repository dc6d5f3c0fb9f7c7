/** Limits of a temperature, a top-p or a penalty: float32 holds each and its reciprocal. Same as in native/src/sampler.h. */
export const minScale = 1e-30
export const maxScale = 1e30
