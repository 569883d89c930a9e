// Where the page begins.

import "./styles/tokens.css"
import "./styles/base.css"
import "./styles/document.css"
import "./styles/print.css"

import { mount } from "svelte"

import App from "./pages/App.svelte"

const target = document.getElementById("page")
if (target === null) throw new Error("index.html has no #page")
mount(App, { target })
