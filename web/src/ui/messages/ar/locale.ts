import { speech } from "../../locale"

export const locale = speech({ intl: "ar", comma: "، " })
