export type * from './types';
export type { Span } from './wording';
export type { Register, Role, TextFrozen } from './register';
export { Cell, type Readable } from './readable';
