{% autoescape off %}// Keeps the tablet's pages of one wave for times without a network. It answers for nothing else.
const settings = {{ settings }};
const store = `kisi-tablet-${settings.pages[0]}-${settings.version}`;

self.addEventListener("install", (event) => {
  const load = async () => {
    const cache = await caches.open(store);
    await cache.addAll([...settings.pages, ...settings.files].map((url) => new Request(url, { cache: "reload" })));
    await self.skipWaiting();
  };
  event.waitUntil(load());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(`kisi-tablet-${settings.pages[0]}-`) && name !== store);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

// The network first, so that a changed page is seen; what was kept where there is none.
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const answer = async () => {
    const cache = await caches.open(store);
    const kept = await cache.match(event.request, { ignoreSearch: true });
    if (!kept) return fetch(event.request);
    try {
      const fresh = await fetch(event.request);
      if (fresh.ok) {
        await cache.put(event.request, fresh.clone());
        return fresh;
      }
      return fresh.status >= 500 ? kept : fresh;
    } catch {
      return kept;
    }
  };
  event.respondWith(answer());
});
{% endautoescape %}
