/** What a temperature, a top-p or a penalty may be so that float32 can hold it and its reciprocal; native/src/sampler.h has the same. */
export const minScale = 1e-30
export const maxScale = 1e30
