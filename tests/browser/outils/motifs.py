"""What a browser sees of tables and charts, whose cells are painted and not written in the page."""

# Tables on screen whose painting is not as high as their frame: the rows gained last would be blank.
tables_coupees = """() => [...document.querySelectorAll('[data-testid=stDataFrame]')]
  .filter(table => table.checkVisibility())
  .map(table => [table.querySelector('canvas[data-testid=data-grid-canvas]'), table.querySelector('.dvn-scroller')])
  .filter(([canvas, frame]) => !canvas || !frame
    || Math.abs(canvas.getBoundingClientRect().height - frame.getBoundingClientRect().height) > 20)
  .map(([canvas, frame]) => [canvas?.getBoundingClientRect().height, frame?.getBoundingClientRect().height])"""

# Tables and charts on screen without one dark pixel, or without a drawing at all.
dessins_vides = """() => [...document.querySelectorAll('[data-testid=stDataFrame], [data-testid=stVegaLiteChart]')]
  .filter(place => place.checkVisibility() && !place.querySelector('svg.marks'))
  .filter(place => {
    const canvas = place.querySelector('canvas');
    if (!canvas || !canvas.width || !canvas.height) return true;
    const seen = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    for (let k = 0; k < seen.length; k += 4)
      if (seen[k + 3] && seen[k] + seen[k + 1] + seen[k + 2] < 600) return false;
    return true;
  }).map(place => place.outerHTML.slice(0, 200))"""
