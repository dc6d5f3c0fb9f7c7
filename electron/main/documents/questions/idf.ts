/** How much a word says that `count` of `total` passages have (Robertson and Zaragoza, 2009); never negative. */
export const idf = (count: number, total: number): number => Math.log(1 + (total - count + 0.5) / (count + 0.5))
