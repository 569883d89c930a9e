// Where the page for verifying begins. It is one file, and asks nobody for anything.

import "../styles/tokens.css"
import "../styles/base.css"

import { mount } from "svelte"

import VerifyPage from "./VerifyPage.svelte"

const target = document.getElementById("page")
if (target === null) throw new Error("verify.html has no #page")
// A browser that saves the page saves what is on it too.
target.replaceChildren()
mount(VerifyPage, { target })
