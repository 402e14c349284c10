// First, since it says what the others may do.
import './trusted-types.ts';
import './mantine-first.ts';
import './page.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { cspNonce } from '../nonce.ts';
import { NoticePlace } from './NoticePlace.tsx';
import { queries } from './queries.ts';
import { router } from './routes.tsx';
import { readableColors, theme } from './theme.ts';

const place = document.getElementById('page');
if (place === null) throw new Error('The document has no place for the page.');

// What locks the scrolling below a dialog makes a style of its own, and asks by this name.
Object.assign(globalThis, { __webpack_nonce__: cspNonce() });

createRoot(place).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readableColors}
      defaultColorScheme="auto"
      getStyleNonce={cspNonce}
    >
      <NoticePlace />
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
