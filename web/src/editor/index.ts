// The editor of one text. It knows no framework, and of the draft only what letters mean.

import "./editor.css"

export type * from "./types"
export { mountText } from "./mount"
