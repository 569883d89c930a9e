// What browsers the pages are built for.

export const TARGET = "es2023"
/** The first browsers that know `light-dark()`; an older target would rewrite it into one fixed scheme. */
export const CSS_TARGET = ["chrome123", "firefox120", "safari17.5"]
