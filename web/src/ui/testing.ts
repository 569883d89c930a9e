// Before each file of tests: the page speaks English, as its tests expect.

import { language } from "./language.svelte"
import { messages } from "./messages/en"
import { verify } from "./messages/en/verify"

language.speak("en", { ...messages, verify })
