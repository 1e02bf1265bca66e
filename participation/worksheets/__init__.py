"""Worksheets (*Arbeitsblätter*) of a workshop: what there is, lead goals, ideas for projects, who has to meet."""
