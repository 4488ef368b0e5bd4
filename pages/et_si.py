"""Door to « Et si ? », second screen of the carence room."""

from components.carences.et_si import view_et_si

view_et_si.render()
