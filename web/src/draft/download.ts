// Hands a file to the browser's own download.

import type { Exported } from "../api/client"

/** Long enough for a slow browser to begin reading; then the memory is given back. */
const KEPT_MS = 60_000

export function download({ file, name }: Exported): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, KEPT_MS)
}
