"""Door to the room « seances »; the rooms of votes, constats and plans lend it the gestures of the table, plans what an
agenda must bring, and the companion the screen of what the room sent."""

from components.carences.territoires import view_en_seance
from components.compagnon import view_salle
from components.plans.actions import lectures, view_ajout
from components.priorites import view as priorites
from components.seances import view
from components.seances.deroule.pretes import Pretes

view.render(
    Pretes(priorites.en_seance, view_en_seance.constat, view_ajout.en_seance, view_salle.render, lectures.a_voir)
)
