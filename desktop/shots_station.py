"""Pictures of what stands over any place: the first opening, the guide, the tour, what is new."""

from __future__ import annotations

from desktop.camera import SETTLE_MS, Camera, wait
from desktop.ui.guidance.news import NewsWindow
from desktop.ui.guidance.tour_steps import start_tour
from desktop.ui.guidance.welcome import WelcomeWindow
from desktop.ui.guidance.window import GuideWindow


def photograph_learning(camera: Camera) -> None:
    """How the program is learned; nothing is written."""
    welcome = WelcomeWindow("A. Exemple", camera.window)
    welcome.show_choices()
    welcome.show()
    camera.picture("premiere-ouverture", welcome)
    welcome.show_form()
    welcome.city.setText("Ville de Bellerive")
    camera.picture("premiere-ouverture-appel", welcome)
    welcome.done(0)
    camera.place("list")
    tour = start_tour(camera.window)
    tour.step(1)
    camera.picture("visite-guidee")
    tour.leave()
    camera.window.help.open_here()
    wait(SETTLE_MS)
    guide = camera.window.findChild(GuideWindow)
    if isinstance(guide, GuideWindow):
        camera.picture("guide", guide)
        guide.close()
    news = NewsWindow(camera.window.settings, camera.window)
    news.show()
    camera.picture("nouveautes", news)
    news.close()
