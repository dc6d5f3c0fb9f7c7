/** Whether the element handles keys that edit text. */
export const isTextField = (target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox], [type=radio]), textarea')
