/** What is selected, if anything is. */
export function selectedRange(): Range | undefined {
  const selection = document.getSelection()
  return selection === null || selection.isCollapsed ? undefined : selection.getRangeAt(0)
}
