import './button.css'
import type { ComponentProps, ReactNode } from 'react'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  /** The accessible name, shown as a tooltip. */
  readonly label: string
  readonly shortcut?: string
  readonly size?: 'small' | 'normal'
  readonly children: ReactNode
}

/** A button that is an icon. */
export function IconButton({ label, shortcut, size = 'normal', children, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={label}
      data-shortcut={shortcut}
      className={`icon-button icon-button-${size} ${className}`}
      {...rest}
    >
      {children}
    </button>
  )
}
