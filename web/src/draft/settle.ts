// Settling the bracket that the caret is in, by key or by button.

import { announcer } from "../ui/announcer.svelte"
import { say } from "../ui/messages"
import { formatting } from "./formatting.svelte"

/** Its words stay, or they go. One step of undo brings it back. */
export function settleBracket(how: "keep" | "drop"): void {
  formatting.settle(how)
  announcer.say(how === "keep" ? say.settle.kept : say.settle.dropped)
}
