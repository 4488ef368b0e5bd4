(()=>{const z=document.getElementById("suivi"),b=document.createElement("button");let on=true,last="";b.type="button";b.className="second";
const dire=()=>{b.textContent=on?"Mettre le suivi en pause":"Reprendre le suivi"};
const lire=async()=>{if(!on||document.hidden)return;try{const r=await fetch(z.dataset.de,{cache:"no-store"});if(!r.ok)return;const t=await r.text();if(on&&t!==last){last=t;z.innerHTML=t}}catch{}};
b.onclick=()=>{on=!on;dire();lire()};dire();z.after(b);document.addEventListener("visibilitychange",lire);setInterval(lire,2e3);lire()})()
