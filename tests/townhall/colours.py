"""OKLCH to what a screen shows, and the contrast of two colours (Björn Ottosson's matrices; WCAG 2.2)."""

from math import cos, radians, sin

Rgb = tuple[float, float, float]


def paint(lightness: float, chroma: float, hue: float) -> Rgb:
    """A colour as linear light. A browser brings what lies outside a screen's colours to its edge."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return shown(red), shown(green), shown(blue)


def shown(light: float) -> float:
    return min(1.0, max(0.0, light))


def contrast(one: Rgb, other: Rgb) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(light: Rgb) -> float:
    red, green, blue = light
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
