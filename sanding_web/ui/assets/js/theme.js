// Tells the server, by cookie, what the device prefers; switches at once while the choice is "ikut perangkat".
const YEAR = 31536000;

export function theme() {
  const root = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    const shown = device.matches ? "dark" : "light";
    document.cookie = `sanding_device=${shown};path=/;max-age=${YEAR};samesite=lax`;
    if (root.dataset.theme === "auto") root.dataset.bsTheme = shown;
  };
  device.addEventListener("change", follow);
  follow();
}
