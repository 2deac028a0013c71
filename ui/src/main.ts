/** Opens the window: finds the engine, then draws. */
import { mount } from 'svelte';
import './styles/index.css';
import AppRoot from './App.svelte';
import { chooseBackend } from './lib/backend/backend';
import { App } from './lib/state/app.svelte';
import { routeFrom } from './routes';

const target = document.querySelector('#app');
if (!target) throw new Error('the page has no #app');

const app = new App(await chooseBackend(), routeFrom(location.hash) ?? { name: 'today' });
mount(AppRoot, { target, props: { app } });
void app.start();
