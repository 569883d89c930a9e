// Where the page for verifying begins. It is one file, and asks nobody for anything.

import "../styles/tokens.css"
import "../styles/base.css"

import { mount } from "svelte"

import { language } from "../ui/language.svelte"
import { preferredLanguage } from "../ui/languages"
import { verifying } from "./languages"
import VerifyPage from "./VerifyPage.svelte"

const target = document.getElementById("page")
if (target === null) throw new Error("verify.html has no #page")
// A browser that saves the page saves what is on it too.
target.replaceChildren()
const lang = preferredLanguage()
language.begin(lang, verifying(lang), (other) => Promise.resolve(verifying(other)))
mount(VerifyPage, { target })
