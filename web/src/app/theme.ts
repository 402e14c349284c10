import {
  ActionIcon,
  Badge,
  Button,
  Code,
  createTheme,
  type CSSVariablesResolver,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  NativeSelect,
  PasswordInput,
  Select,
  Table,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';

const INK: MantineColorsTuple = [
  '#eef2fb',
  '#d9e1f3',
  '#b0c0e6',
  '#849dd9',
  '#5f80ce',
  '#486dc7',
  '#3c63c5',
  '#2e53ae',
  '#274a9c',
  '#1a3f8a',
];

/** Dense, as a tool that is open all day: 13 px, small controls, figures of one width. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  colors: { ink: INK },
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { size: 'sm', variant: 'subtle' } }),
    Badge: Badge.extend({ defaultProps: { size: 'sm', variant: 'light', tt: 'none' } }),
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    Code: Code.extend({ defaultProps: { fz: 'xs' } }),
    Input: Input.extend({ defaultProps: { size: 'xs' } }),
    Menu: Menu.extend({
      // A menu has items alone: the focus goes to the first one.
      defaultProps: { shadow: 'md', withinPortal: true, withInitialFocusPlaceholder: false },
    }),
    Modal: Modal.extend({ defaultProps: { centered: true } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'xs' } }),
    PasswordInput: PasswordInput.extend({
      defaultProps: {
        size: 'xs',
        visibilityToggleButtonProps: { tabIndex: 0, 'aria-label': 'Show what is typed' },
      },
    }),
    Select: Select.extend({ defaultProps: { size: 'xs' } }),
    Table: Table.extend({ defaultProps: { fz: 'sm', verticalSpacing: 4 } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: true } }),
  },
});

/** Where Mantine's own colours have less contrast than WCAG AA asks for. */
export const readableColors: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    // Words on their own pale colour: badges, and titles of notices.
    ...Object.fromEntries(
      Object.keys(colors).map((name) => [
        `--mantine-color-${name}-light-color`,
        `color-mix(in srgb, var(--mantine-color-${name}-9), #000 40%)`,
      ]),
    ),
    '--mantine-color-dimmed': '#555c63',
    '--mantine-color-placeholder': '#6b7279',
    '--mantine-color-error': '#c92a2a',
  },
  dark: {
    '--mantine-color-dimmed': '#b0b3b8',
    '--mantine-color-placeholder': '#9a9da2',
    '--mantine-color-error': '#ff8787',
  },
});
